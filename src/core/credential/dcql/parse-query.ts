import { CredentialError } from '../credential-error.ts';
import { parseJson, type Json } from '../json.ts';
import { DcqlError } from './dcql-error.ts';
import { parseClaims, parseClaimSets } from './parse-claims.ts';
import {
  DCQL_LIMITS,
  SD_JWT_FORMAT,
  type CredentialQuery,
  type CredentialSetQuery,
  type DcqlQuery,
  type TrustedAuthority,
} from './query.ts';
import {
  readFlag,
  readId,
  readList,
  readObject,
  readWord,
  refuse,
  requireDistinct,
} from './read-json.ts';

/**
 * Reads a query from JSON text. Properties that the standard does not name are ignored; a format that is
 * not ours is read as far as it is common to all, and matches nothing.
 *
 * @throws {@link DcqlError} `dcql/too-large` over 16 KiB of text or the limits of {@link DCQL_LIMITS},
 * `dcql/malformed` for what has another shape, `dcql/bad-id`, `dcql/repeated-id`, `dcql/unknown-id` (in a set),
 * `dcql/no-type` without `meta.vct_values`, `dcql/bad-path`, `dcql/repeated-path`, `dcql/bad-values`,
 * `dcql/sets-without-claims`.
 */
export function parseDcql(untrustedText: string): DcqlQuery {
  if (untrustedText.length > DCQL_LIMITS.text) return refuse('dcql/too-large', 'query');
  return readDcql(parsed(untrustedText));
}

/** As {@link parseDcql}, of a value that is part of bounded JSON: a request object. */
export function readDcql(untrusted: Json): DcqlQuery {
  const { credentials: list, credential_sets: sets } = readObject(untrusted, 'query');
  const credentials = readList(list, DCQL_LIMITS.credentials, 'credentials').map(parseCredential);
  requireDistinct(credentials.map(({ id }) => id));
  if (sets === undefined) return { credentials };
  const known = new Set(credentials.map(({ id }) => id));
  const credentialSets = readList(sets, DCQL_LIMITS.credentialSets, 'credential_sets').map((set) =>
    parseCredentialSet(set, known),
  );
  return { credentials, credentialSets };
}

function parsed(untrustedText: string): Json {
  try {
    return parseJson(untrustedText);
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new DcqlError('dcql/malformed', 'not JSON', { cause });
  }
}

function parseCredential(untrusted: Json): CredentialQuery {
  const query = readObject(untrusted, 'credential');
  const { claims: list, claim_sets: sets, trusted_authorities: authorities } = query;
  const format = readWord(query['format'], 'dcql/malformed', 'format');
  const claims = list === undefined ? undefined : parseClaims(list, sets !== undefined);
  if (sets !== undefined && claims === undefined)
    return refuse('dcql/sets-without-claims', 'claim_sets');
  return {
    id: readId(query['id']),
    format,
    multiple: readFlag(query['multiple'], false, 'multiple'),
    holderBinding: readFlag(query['require_cryptographic_holder_binding'], true, 'holder binding'),
    ...(format === SD_JWT_FORMAT ? { vctValues: parseTypes(query['meta']) } : {}),
    ...(authorities === undefined ? {} : { trustedAuthorities: parseAuthorities(authorities) }),
    ...(claims === undefined ? {} : { claims }),
    ...(sets === undefined || claims === undefined
      ? {}
      : { claimSets: parseClaimSets(sets, claims) }),
  };
}

/** Section B.3.5: what makes a credential of ours the one that is meant. */
function parseTypes(untrusted: Json | undefined): readonly string[] {
  const { vct_values: values } = readObject(untrusted, 'meta');
  if (values === undefined) return refuse('dcql/no-type', 'vct_values');
  return readList(values, DCQL_LIMITS.values, 'vct_values').map((value) =>
    readWord(value, 'dcql/no-type', 'vct'),
  );
}

function parseAuthorities(untrusted: Json): readonly TrustedAuthority[] {
  return readList(untrusted, DCQL_LIMITS.values, 'trusted_authorities').map((item) => {
    const { type, values } = readObject(item, 'authority');
    return {
      type: readWord(type, 'dcql/malformed', 'authority type'),
      values: readList(values, DCQL_LIMITS.values, 'authority values').map((value) =>
        readWord(value, 'dcql/malformed', 'authority value'),
      ),
    };
  });
}

function parseCredentialSet(untrusted: Json, known: ReadonlySet<string>): CredentialSetQuery {
  const set = readObject(untrusted, 'credential set');
  const options = readList(set['options'], DCQL_LIMITS.options, 'options').map((option) =>
    readList(option, DCQL_LIMITS.credentials, 'option').map((item) => {
      const id = readId(item);
      return known.has(id) ? id : refuse('dcql/unknown-id', 'option');
    }),
  );
  options.forEach(requireDistinct);
  return { options, required: readFlag(set['required'], true, 'required') };
}
