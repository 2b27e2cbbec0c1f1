/** Something that has to be installed by hand. The message is one sentence. */
export class MissingTool extends Error {
  /**
   * @param what the server, e.g. "PostgreSQL"
   * @param install what to install, as the end of "install …"
   * @param variables the environment variables that could be set instead
   */
  constructor(what: string, install: string, variables: string[]) {
    super(`${what} was not found: install ${install}, or set ${variables.join(' and ')}.`);
  }
}

/** The package client is there but could not bring the server: most often the network's fault. */
export class FetchFailed extends Error {
  constructor(what: string, variables: string[], cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${what} could not be fetched; try again, or set ${variables.join(' and ')}. ${reason}`, { cause });
  }
}
