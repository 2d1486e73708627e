// Files as one zip, not packed again: for a model that comes with its materials and pictures.
const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function fields(size, ...rows) {
  const view = new DataView(new ArrayBuffer(size));
  for (const [place, width, value] of rows) {
    if (width === 4) view.setUint32(place, value, true);
    else view.setUint16(place, value, true);
  }
  return view.buffer;
}

// `files` are {path, file}; the same files give the same bytes.
export async function zipped(files, name) {
  const body = [];
  const list = [];
  let place = 0;
  for (const { path, file } of [...files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const written = new TextEncoder().encode(path);
    const sum = crc32(new Uint8Array(await file.arrayBuffer()));
    const shared = (at) => [[at, 2, 20], [at + 2, 2, 0x0800], [at + 4, 2, 0], [at + 6, 2, 0], [at + 8, 2, 0x21], [at + 10, 4, sum], [at + 14, 4, file.size], [at + 18, 4, file.size], [at + 22, 2, written.length]];
    body.push(fields(30, [0, 4, 0x04034b50], ...shared(4)), written, file);
    list.push(fields(46, [0, 4, 0x02014b50], [4, 2, 20], ...shared(6), [42, 4, place]), written);
    place += 30 + written.length + file.size;
  }
  const length = list.reduce((sum, part) => sum + part.byteLength, 0);
  const end = fields(22, [0, 4, 0x06054b50], [8, 2, files.length], [10, 2, files.length], [12, 4, length], [16, 4, place]);
  const newest = Math.max(...files.map(({ file }) => file.lastModified || 0));
  return new File([...body, ...list, end], name, { type: "application/zip", lastModified: newest });
}
