// Puts the bytes of a module together from text (see scripts/module-text.ts), in a module of its own: as JavaScript, which
// no engine has optimised by then, it takes five times as long.
//
// The text is in parts, of bytes that say alike things: instructions, with all that is outside of functions; locals, each
// as how many others were used since; other numbers; constants. Functions come without their lengths.

/** Where the address of what comes next of each part is, put there by the caller, a u32 each. */
const INSTRUCTIONS: usize = 0;
const LOCALS: usize = 4;
const NUMBERS: usize = 8;
const CONSTANTS: usize = 12;

/** What byte a character stands for, of instructions and of all else; put there by the caller. */
const INSTRUCTION_BYTES: usize = 0x400;
const OTHER_BYTES: usize = 0x800;

/** Locals, the latest first. */
const RECENT: usize = 0x100;

/** From this character on, it says of the next what that stands for. */
const ESCAPE: u32 = 125;

/** Where the next byte goes. */
let out: usize = 0;

/** Writes a module of so many bytes. */
export function unpack(start: usize, size: usize): void {
  out = start;
  const end = start + size;
  copyBytes(INSTRUCTIONS, 8);
  while (out < end) {
    const section = copyByte(INSTRUCTIONS);
    const length = copyNumber(INSTRUCTIONS);
    if (section == 10) {
      for (let functions = copyNumber(INSTRUCTIONS); functions > 0; functions--) unpackFunction();
    } else copyBytes(INSTRUCTIONS, length);
  }
}

function unpackFunction(): void {
  const start = out;
  out += 2;
  for (let groups = copyNumber(INSTRUCTIONS); groups > 0; groups--) {
    copyNumber(INSTRUCTIONS);
    copyByte(INSTRUCTIONS);
  }
  for (let local: u32 = 0; local < 256; local++) store<u8>(RECENT + local, local);
  for (let depth = 1; depth > 0; ) depth += unpackInstruction();

  // Its length takes one byte or two.
  const length = <u32>(out - start) - 2;
  if (length < 128) {
    store<u8>(start, length);
    memory.copy(start + 1, start + 2, length);
    out--;
  } else store<u16>(start, (length & 127) | 128 | ((length >> 7) << 8));
}

/** How many more blocks are open behind it. */
function unpackInstruction(): i32 {
  const code = copyByte(INSTRUCTIONS);
  if (code == 0xfd) {
    unpackOfVectors();
    return 0;
  }
  if (code >= 0x20 && code <= 0x22) copyLocal();
  else if (code >= 0x28 && code <= 0x3e) copyAddress();
  else if (code == 0x41 || code == 0x42 || code == 0x10 || code == 0x23 || code == 0x24) copyNumber(NUMBERS);
  else if (code == 0x43) copyBytes(CONSTANTS, 4);
  else if (code == 0x44) copyBytes(CONSTANTS, 8);
  else if (code == 0x0c || code == 0x0d || code == 0xfc) copyNumber(INSTRUCTIONS);
  else if (code >= 0x02 && code <= 0x04) {
    copyByte(INSTRUCTIONS);
    return 1;
  }
  return code == 0x0b ? -1 : 0;
}

function unpackOfVectors(): void {
  const code = copyNumber(INSTRUCTIONS);
  if (code == 0x0c || code == 0x0d) copyBytes(CONSTANTS, 16);
  else if (code <= 0x0b || (code >= 0x54 && code <= 0x5d)) {
    copyAddress();
    if (code >= 0x54 && code <= 0x5b) copyByte(INSTRUCTIONS);
  } else if (code >= 0x15 && code <= 0x22) copyByte(INSTRUCTIONS);
}

/** Alignment and offset. */
function copyAddress(): void {
  copyByte(INSTRUCTIONS);
  copyNumber(NUMBERS);
}

function copyLocal(): void {
  const rank = next(LOCALS);
  const local = load<u8>(RECENT + rank);
  memory.copy(RECENT + 1, RECENT, rank);
  store<u8>(RECENT, local);
  store<u8>(out++, local);
}

function copyBytes(part: usize, count: u32): void {
  for (; count > 0; count--) copyByte(part);
}

/** A number in seven bits a byte, the last of them below 128. */
function copyNumber(part: usize): u32 {
  let value: u32 = 0;
  let shift: u32 = 0;
  let byte: u32;
  do {
    byte = copyByte(part);
    value |= (byte & 127) << shift;
    shift += 7;
  } while (byte > 127);
  return value;
}

function copyByte(part: usize): u32 {
  const byte = next(part);
  store<u8>(out++, byte);
  return byte;
}

/** The next byte of a part. */
function next(part: usize): u32 {
  let at: usize = load<u32>(part);
  let character: u32 = load<u8>(at++);
  if (character >= ESCAPE) character = ((character - ESCAPE + 1) << 7) + load<u8>(at++);
  store<u32>(part, <u32>at);
  return load<u8>((part == INSTRUCTIONS ? INSTRUCTION_BYTES : OTHER_BYTES) + <usize>character);
}
