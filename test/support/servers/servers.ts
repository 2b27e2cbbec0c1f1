export async function startServers(): Promise<void> {}
export async function stopServers(): Promise<void> {}
