// The model of P5's other side: a round table, 1,200 mm wide and 740 mm high, on four tapered legs with an apron;
// sizes as the procedural engine reads "a round oak table 120 cm wide with four legs" (bench/p5_models.py).
width = 1200; height = 740; top = 29.198; leg = 60.481; apron = 88.636; edge = 6; $fn = 96;

module soft_top() {
    translate([0, 0, height - top]) rotate_extrude()
        hull() {
            square([width / 2 - edge, top]);
            translate([width / 2 - edge, edge]) circle(edge, $fn = 24);
            translate([width / 2 - edge, top - edge]) circle(edge, $fn = 24);
        }
}

module tapered_leg() {
    hull() {
        translate([-leg * 0.3, -leg * 0.3, 0]) cube([leg * 0.6, leg * 0.6, 1]);
        translate([-leg / 2, -leg / 2, height - top - 1]) cube([leg, leg, 1]);
    }
}

module ring() {
    translate([0, 0, height - top - apron]) difference() {
        cylinder(r = width * 0.35, h = apron);
        translate([0, 0, -1]) cylinder(r = width * 0.35 - 20, h = apron + 2);
    }
}

union() {
    soft_top();
    ring();
    for (turn = [45 : 90 : 315]) rotate([0, 0, turn]) translate([width * 0.35, 0, 0]) tapered_leg();
}
