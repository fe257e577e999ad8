//! The laboratory that the tests work in. Everything it makes carries this process's id and goes away with it.

#![allow(
    dead_code,
    unused_imports,
    reason = "the laboratory is whole, whatever part of it today's tests use"
)]

pub mod address_service;
pub mod desktop;
pub mod fwknopd;
pub mod home;
pub mod installed;
pub mod lab;
pub mod launcher;
pub mod machine;
pub mod process;
pub mod profile;
pub mod said;
pub mod server_half;
pub mod sshd;
pub mod wait;
pub mod wrong_clock;
