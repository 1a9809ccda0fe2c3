/** What Lambda's Node.js runtime gives a function that streams, as much as a test needs. */
export class LambdaStream {
  readonly pieces: (string | Uint8Array)[] = [];
  metadata: unknown;
  ended = false;

  write(piece: string | Uint8Array): boolean {
    if (piece.length > 0) this.pieces.push(piece);
    return true;
  }

  end(): void {
    this.ended = true;
  }

  once(): void {}
}

export const awslambda = {
  streamifyResponse: (handler: unknown) => handler,
  HttpResponseStream: {
    from(stream: LambdaStream, metadata: unknown): LambdaStream {
      stream.metadata = metadata;
      return stream;
    },
  },
};
