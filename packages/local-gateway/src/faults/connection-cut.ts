/** The caller is to get no answer: the server ends the connection. */
export class ConnectionCut extends Error {
  override readonly name = "ConnectionCut";
  readonly code = "ConnectionCut";

  constructor() {
    super("The connection was cut, as the faults of this gateway ask for.");
  }
}
