const FONTS = [
  "1em KaTeX_Main",
  "bold 1em KaTeX_Main",
  "italic 1em KaTeX_Math",
  "1em KaTeX_AMS",
  "1em KaTeX_SansSerif",
  "1em KaTeX_Size1",
  "1em KaTeX_Size2",
  "1em KaTeX_Size3",
  "1em KaTeX_Size4",
];

/** Fetches the fonts of formulas with the page, not when one first shows. */
export async function loadFonts(): Promise<void> {
  await Promise.all(FONTS.map((font) => document.fonts.load(font)));
}
