/** Something that has to be installed by hand. The message is one sentence. */
export class MissingTool extends Error {
  /**
   * @param what the server, e.g. "PostgreSQL"
   * @param install what to install, as the end of "install …"
   * @param variables the environment variables that could be set instead
   */
  constructor(what: string, install: string, variables: string[], cause?: unknown) {
    super(`${what} was not found: install ${install}, or set ${variables.join(' and ')}.`, { cause });
  }
}
