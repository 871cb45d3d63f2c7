// How the scratch space of a pass over rows is laid out: behind the z and u of a batch are the state of the loss, the t
// of the batch, and its y or what its loss needs between loops, for which there is room twice.

export const STATE: usize = 1984;
export const TARGETS: usize = 2048;
export const VALUES: usize = 4096;
export const MOST_GROUPS = 62;
