export async function javascript(): Promise<void> {}
