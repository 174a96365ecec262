// The picture that social networks show beside a link: the mark on its own ground, drawn here, because
// they read PNG and not SVG.
import { writeFile } from "node:fs/promises";
import { deflateSync } from "node:zlib";

const WIDE = 1200;
const HIGH = 630;
const SAMPLES = 4;

const ground = [0x0b, 0x63, 0x5d];
const body = [0xff, 0xff, 0xff];
const sun = [0xf2, 0xb6, 0x32];

/* A switch that is on: a pill with a knob at its right end. */
const pill = { x: 600, y: 315, half: 130, radius: 150 };
const knob = { x: pill.x + pill.half, y: pill.y, radius: 108 };

function colourAt(x, y) {
  const along = Math.max(-pill.half, Math.min(pill.half, x - pill.x));
  if (Math.hypot(x - knob.x, y - knob.y) < knob.radius) return sun;
  return Math.hypot(x - pill.x - along, y - pill.y) < pill.radius ? body : ground;
}

function pixel(x, y) {
  const sum = [0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const colour = colourAt(x + ((i % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES);
    colour.forEach((part, index) => { sum[index] += part; });
  }
  return sum.map((part) => Math.round(part / (SAMPLES * SAMPLES)));
}

/* Node has one of its own only since 20.15. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const head = Buffer.from(type, "latin1");
  const whole = Buffer.concat([Buffer.alloc(4), head, data, Buffer.alloc(4)]);
  whole.writeUInt32BE(data.length, 0);
  whole.writeUInt32BE(crc32(Buffer.concat([head, data])), 8 + data.length);
  return whole;
}

export async function writeCard(folder) {
  const rows = Buffer.alloc(HIGH * (1 + WIDE * 3));
  for (let y = 0; y < HIGH; y++)
    for (let x = 0; x < WIDE; x++) rows.set(pixel(x, y), y * (1 + WIDE * 3) + 1 + x * 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDE, 0);
  header.writeUInt32BE(HIGH, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  await writeFile(`${folder}/card.png`, Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0))]));
}
