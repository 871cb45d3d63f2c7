/** Linear memory that can't be had. All that existed before stays usable. */
export class MemoryError extends RangeError {
  override name = "MemoryError";
  /** How many bytes were asked for. */
  readonly requested: number;
  /** The most bytes that could be had in all: the runtime's `maxMemory`, or what WebAssembly or the machine allows. */
  readonly limit: number;

  constructor(requested: number, reserved: number, limit: number) {
    super(
      `linear memory: ${requested} bytes more can't be had (${reserved} bytes reserved, limit ${limit} bytes); ` +
        'dispose of data sets no longer needed, use dtype "f32", or raise createRuntime\'s maxMemory',
    );
    this.requested = requested;
    this.limit = limit;
  }
}
