export { tileRowsF64, tileRowsF32 } from "./row-tiles";
export { lossGradientTiled } from "./tiled-gradient";
export { lossGradientF64, lossGradientF32 } from "./loss-gradient";
