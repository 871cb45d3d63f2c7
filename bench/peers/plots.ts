export async function plots(): Promise<void> {}
