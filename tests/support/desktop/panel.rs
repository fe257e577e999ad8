//! The panel: one bar along the top of the screen, with nothing in it but the tray at its right end.

use std::fs;

use crate::support::home::Home;

/// The height of the bar in pixels.
pub const HEIGHT: u32 = 32;

/// The one colour of the bar. What is drawn upon it in another one is an icon.
pub const COLOUR: [u8; 3] = [40, 46, 54];

/// Writes the settings where the panel's settings store finds them.
pub fn configure(home: &Home) {
    let folder = home.config().join("xfce4/xfconf/xfce-perchannel-xml");
    fs::create_dir_all(&folder).unwrap();
    let [red, green, blue] = COLOUR.map(|part| f32::from(part) / 255.0);
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="{HEIGHT}"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="background-style" type="uint" value="1"/>
      <property name="background-rgba" type="array">
        <value type="double" value="{red}"/>
        <value type="double" value="{green}"/>
        <value type="double" value="{blue}"/>
        <value type="double" value="1"/>
      </property>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
  </property>
</channel>
"#
    );
    fs::write(folder.join("xfce4-panel.xml"), text).unwrap();
}
