// A knob for a shaft with a flat side.

// Outer diameter
diameter = 32; // [15:1:80]
height = 16; // [8:1:40]
// Grips around it
grips = 9; // [3:1:24]
// Diameter of the shaft
shaft = 6; // [3:0.5:12]
// Height of the flat side from its far edge
flat = 4.5; // [2:0.5:11]
// The mark that shows where it points
mark = "line"; // [line:A line, dot:A dot, none:Nothing]

/* [Hidden] */
$fn = 64;

module body() {
    difference() {
        hull() {
            cylinder(d = diameter, h = height * 0.7);
            cylinder(d = diameter * 0.85, h = height);
        }
        for (i = [0 : grips - 1]) rotate(i * 360 / grips)
            translate([diameter * 0.58, 0, -1]) cylinder(d = diameter * 0.3, h = height + 2);
        translate([0, 0, -1]) intersection() {
            cylinder(d = shaft, h = height * 0.75);
            translate([-shaft / 2, -shaft / 2, 0]) cube([flat, shaft, height]);
        }
    }
}

module pointer() {
    if (mark == "line") translate([-1, 0, height - 0.5]) cube([2, diameter * 0.4, 1.5]);
    if (mark == "dot") translate([0, diameter * 0.3, height - 0.5]) cylinder(d = diameter * 0.12, h = 1.5);
}

color("#30343a") body();
color("white") pointer();
