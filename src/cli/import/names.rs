//! Under which name a profile comes in, where others may have it: pure.

use std::collections::HashSet;

use crate::config::Config;

/// The names that are taken.
pub(super) struct Names {
    /// By profiles in the user's own file.
    own: HashSet<String>,
    /// By profiles in drop-ins.
    theirs: HashSet<String>,
    /// By what has come in already.
    new: HashSet<String>,
}

/// What is done with a name that others have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// The profile stays out.
    Skip,
    /// It gets another name.
    Rename,
    /// It takes the other one's place.
    Replace,
}

/// Where a profile goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To the others, under this name.
    Added(String),
    /// In the place of the one of its name.
    Replaced,
    /// Nowhere: a profile of that name is there.
    Taken,
    /// Nowhere: one of that name has just come in.
    Twice,
}

impl Names {
    /// Those that a configuration has taken.
    pub(super) fn of(config: &Config) -> Self {
        let names = |of_drop_in: bool| {
            let profiles = config.profiles.iter();
            profiles
                .filter(|profile| profile.origin.is_some() == of_drop_in)
                .map(|profile| profile.name.clone())
                .collect()
        };
        Self {
            own: names(false),
            theirs: names(true),
            new: HashSet::new(),
        }
    }

    /// Where a profile of that name goes; its name is taken from then on.
    pub(super) fn place(&mut self, name: &str, clash: Clash) -> Place {
        let is_new = self.new.contains(name);
        let place = match clash {
            _ if !self.is_taken(name) => Place::Added(name.to_owned()),
            Clash::Rename => Place::Added(self.free(name)),
            Clash::Skip | Clash::Replace if is_new => Place::Twice,
            Clash::Skip => Place::Taken,
            Clash::Replace if self.own.contains(name) => Place::Replaced,
            // A profile in the user's own file is taken in the place of a drop-in's.
            Clash::Replace => Place::Added(name.to_owned()),
        };
        match &place {
            Place::Added(name) => self.new.insert(name.clone()),
            Place::Replaced => self.new.insert(name.to_owned()),
            Place::Taken | Place::Twice => false,
        };
        place
    }

    fn is_taken(&self, name: &str) -> bool {
        [&self.own, &self.theirs, &self.new]
            .iter()
            .any(|names| names.contains(name))
    }

    /// `homelab 2`, or the first number that is free.
    fn free(&self, name: &str) -> String {
        let mut number: u64 = 2;
        loop {
            let new = format!("{name} {number}");
            if !self.is_taken(&new) {
                return new;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let set = |name: &str| HashSet::from([name.to_owned()]);
        Names {
            own: set("own"),
            theirs: set("theirs"),
            new: HashSet::new(),
        }
    }

    fn added(name: &str) -> Place {
        Place::Added(name.to_owned())
    }

    #[test]
    fn a_free_name_is_kept() {
        for clash in [Clash::Skip, Clash::Rename, Clash::Replace] {
            assert_eq!(names().place("a", clash), added("a"));
        }
    }

    #[test]
    fn what_is_there_is_never_touched_unasked() {
        assert_eq!(names().place("own", Clash::Skip), Place::Taken);
        assert_eq!(names().place("theirs", Clash::Skip), Place::Taken);
    }

    #[test]
    fn another_name_is_one_that_nobody_has() {
        let mut names = names();
        assert_eq!(names.place("own 2", Clash::Rename), added("own 2"));
        assert_eq!(names.place("own", Clash::Rename), added("own 3"));
        assert_eq!(names.place("theirs", Clash::Rename), added("theirs 2"));
    }

    #[test]
    fn one_of_the_users_own_is_replaced_and_a_drop_ins_is_passed_over() {
        let mut names = names();
        assert_eq!(names.place("own", Clash::Replace), Place::Replaced);
        assert_eq!(names.place("theirs", Clash::Replace), added("theirs"));
    }

    #[test]
    fn what_has_just_come_in_is_not_replaced_by_the_next() {
        for clash in [Clash::Skip, Clash::Replace] {
            let mut names = names();
            names.place("a", clash);
            assert_eq!(names.place("a", clash), Place::Twice);
        }
        let mut names = names();
        names.place("own", Clash::Replace);
        assert_eq!(names.place("own", Clash::Replace), Place::Twice);
    }
}
