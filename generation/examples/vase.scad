// A twisted vase that prints without supports.

height = 120; // [40:5:300]
radius = 35; // [15:1:80]
// How far it turns from bottom to top, in degrees
twist = 90; // [0:5:360]
// Waves around it
waves = 8; // [0:1:24]
wave_depth = 3; // [0:0.5:10]
wall = 2; // [0.8:0.2:4]
flare = 1.3; // [0.5:0.05:2]

/* [Hidden] */
n = 120;

function outline(r) = [for (i = [0 : n - 1]) let (a = 360 * i / n, d = r + wave_depth * sin(waves * a)) [d * cos(a), d * sin(a)]];

module shell(r, h) {
    linear_extrude(height = h, twist = twist * h / height, slices = 90, scale = 1 + (flare - 1) * h / height)
        polygon(outline(r));
}

module vase() {
    difference() {
        shell(radius, height);
        translate([0, 0, 3]) shell(radius - wall, height);
    }
}

color("teal") vase();
