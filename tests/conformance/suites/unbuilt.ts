/** Data for parts that do not exist yet, or that hold nothing to judge: named, never passed over in silence. */
import type { Case, Suite, VectorFile } from '../suite.ts';

function unbuilt(name: string, pattern: RegExp, reason: string): Suite {
  return {
    name,
    matches: (path) => pattern.test(path),
    run: function* ({ path }: VectorFile): Iterable<Case> {
      yield { name: path, skipped: reason };
    },
  };
}

export const unbuiltParts: readonly Suite[] = [
  unbuilt('queries of dcql-ts (no DCQL yet)', /(^|\/)dcql-ts\//, 'no DCQL yet'),
  unbuilt('OpenID4VP (no online presentation yet)', /(^|\/)openid4vp-1\.0\//, 'not built'),
  unbuilt('OpenID4VCI (examples without verdicts)', /(^|\/)openid4vci-1\.0\//, 'no verdicts'),
  unbuilt('EN 16931 invoices (no UBL yet)', /(^|\/)en16931-ubl\//, 'not built'),
  unbuilt('SM2 and SM3 (no engine for them yet)', /(^|\/)sm\//, 'not built'),
  unbuilt(
    'metadata and examples without tokens',
    /(^|\/)(sd-jwt-vc\/(json|issuer-metadata)|eudi-sdjwt-kt\/)/,
    'nothing to verify',
  ),
];
