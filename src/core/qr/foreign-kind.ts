import type { ForeignKind } from './qr-error.ts';

/** In this order: an offer is also a URL, a payment code also plain digits. */
const KINDS: readonly (readonly [ForeignKind, RegExp])[] = [
  ['request', /^LSQ\d:/i],
  ['document', /^LS\d:/i],
  ['offer', /^openid-credential-offer:|[?#&]credential_offer(_uri)?=/i],
  ['openid4vp', /^(openid4vp|haip-vp|mdoc-openid4vp|mdoc):/i],
  ['health', /^(HC1:|shc:\/)/i],
  [
    'payment',
    /^(wxp:|weixin:|alipays?:|https:\/\/qr\.alipay\.com\/|(1[0-5]|2[5-9]|30|62)\d{14,22}$)/i,
  ],
  ['url', /^https?:\/\//i],
];

/** Says what a foreign code is, by its first characters; the rest is not read. */
export function foreignKind(text: string): ForeignKind {
  const start = text.slice(0, 4096).trim();
  return KINDS.find(([, pattern]) => pattern.test(start))?.[0] ?? 'other';
}
