//! For the tests: whether what is drawn keeps to the room given to it.

use eframe::egui::Shape;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::{Harness, Node};

/// Panics where a text or a control reaches over the window's left or right edge.
pub(super) fn assert_fits<State>(harness: &Harness<'_, State>) {
    let room = harness.ctx.content_rect().x_range();
    for clipped in &harness.output().shapes {
        // What is drawn of an empty text has no place.
        if let Shape::Text(text) = &clipped.shape
            && text.galley.mesh_bounds.is_positive()
        {
            let place = text.galley.mesh_bounds.translate(text.pos.to_vec2());
            let is_inside = room.contains(place.left()) && room.contains(place.right());
            assert!(is_inside, "{}: {place:?}", text.galley.text());
        }
    }
    let has_place = |node: &Node| node.accesskit_node().raw_bounds().is_some();
    for node in harness.root().children_recursive().filter(has_place) {
        let place = node.rect();
        let is_inside = room.contains(place.left()) && room.contains(place.right());
        assert!(is_inside, "{node:?}: {place:?}");
    }
}
