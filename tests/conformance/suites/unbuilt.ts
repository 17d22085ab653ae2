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
  unbuilt(
    'the rest of OpenID4VP',
    /(^|\/)openid4vp-1\.0\//,
    'other formats, and parts of messages that are judged whole',
  ),
  unbuilt(
    'the rest of OpenID4VCI',
    /(^|\/)openid4vci-1\.0\//,
    'other formats and grants, and parts of metadata that are judged whole',
  ),
  unbuilt('SM2 and SM3', /(^|\/)sm\//, 'no suite yet: no engine for them'),
  unbuilt(
    'metadata and examples without tokens',
    /(^|\/)(sd-jwt-vc\/(json|issuer-metadata)|eudi-sdjwt-kt\/)/,
    'nothing to verify',
  ),
];
