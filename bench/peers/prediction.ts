export async function predictions(): Promise<void> {}
