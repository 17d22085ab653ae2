/** A consortium as the device knows it: the trust anchor of everything (DESIGN §2, point 1). */

/** A name for people, in both languages of the interface. */
export interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** A node that answers RPC. It is a transport, never an authority. */
export interface NodeInfo {
  readonly name: LocalText;
  readonly url: string;
}

/** What is taken on faith, and nothing besides. */
export interface ConsortiumProfile {
  readonly version: 1;
  /** Everything under a demo profile is marked 演示 / DEMO. */
  readonly demo: boolean;
  readonly chainId: string;
  readonly engine: 'cometbft';
  readonly name: LocalText;
  readonly nodes: readonly NodeInfo[];
  /** The header that is trusted without proof; `hash` in lower-case hex. */
  readonly anchor: { readonly height: number; readonly hash: string };
  /** Founding departments, for people to compare: Ed25519 keys in lower-case hex. */
  readonly founders: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly publicKey: string;
  }[];
  /** Share of the trusted set's power that must have signed a skipped-to header. */
  readonly trustLevel: TrustLevel;
  readonly trustingPeriodMs: number;
  readonly clockDriftMs: number;
  /** OpenID4VCI issuers this app may talk to. */
  readonly issuers: readonly {
    readonly id: string;
    readonly name: LocalText;
    readonly url: string;
  }[];
  readonly policy: { readonly maxTrustAgeMs: number; readonly maxStatusAgeMs: number };
}

/** A fraction in [1/3, 1]; comparisons with it are strict. */
export interface TrustLevel {
  readonly numerator: number;
  readonly denominator: number;
}
