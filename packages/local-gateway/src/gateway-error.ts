/** Why a gateway could not be started or could not go on; the message says what to do. */
export type GatewayErrorCode =
  /** Another program listens on the port. */
  | "PortInUse"
  /** The operating system refuses the address for another reason. */
  | "CannotListen"
  /** A policy of a configured credential cannot be read. */
  | "InvalidPolicy"
  /** A configured endpoint of a service is no URL. */
  | "InvalidServiceEndpoint"
  /** Another process holds the data directory. */
  | "DataDirectoryLocked"
  /** The data directory cannot be created, read or written. */
  | "DataDirectoryUnusable"
  /** A line of the journal other than the last cannot be read. */
  | "JournalDamaged"
  /** A write failed earlier; nothing further is accepted until the gateway is started again. */
  | "StoreFailed"
  /** The faults that are asked for are not a document of faults. */
  | "FaultsInvalid";

export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}
