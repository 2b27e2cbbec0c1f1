/** Why a message cannot be read, and where (JSON Pointer). */
export interface Unreadable {
  readonly reason: string;
  readonly pointer: string;
}
