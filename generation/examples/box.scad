// A box with a lid that slips over its rim.

/* [Size] */
// Inside width in millimetres
width = 60; // [20:1:200]
// Inside depth in millimetres
depth = 40; // [20:1:200]
// Inside height in millimetres
height = 25; // [10:1:120]
// Thickness of walls
wall = 2; // [1.2:0.4:4]

/* [Look] */
corner = 5; // [1:0.5:15]
// Words on the lid
label = "screws"; // 12
with_lid = true;

/* [Hidden] */
$fn = 48;
gap = 0.25;

module rounded(w, d, h, r) {
    linear_extrude(h) offset(r) square([w - 2 * r, d - 2 * r], center = true);
}

module base() {
    difference() {
        rounded(width + 2 * wall, depth + 2 * wall, height + wall, corner + wall);
        translate([0, 0, wall]) rounded(width, depth, height + 1, corner);
    }
}

module lid() {
    outer = [width + 4 * wall + 2 * gap, depth + 4 * wall + 2 * gap];
    difference() {
        rounded(outer[0], outer[1], 8 + wall, corner + 2 * wall + gap);
        translate([0, 0, wall]) rounded(outer[0] - 2 * wall, outer[1] - 2 * wall, 9, corner + wall + gap);
        translate([0, 0, -0.1]) mirror([1, 0, 0]) linear_extrude(0.8)
            text(label, size = depth / 5, halign = "center", valign = "center");
    }
}

color("steelblue") base();
if (with_lid) translate([width + 5 * wall + 15, 0, 0]) color("gold") lid();
