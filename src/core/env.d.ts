/** Every host global that the core may touch. All of them are pure. */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
