import type { ForeignKind } from './qr-error.ts';

/** In this order: an offer is also a URL, a payment code also plain digits. */
const KINDS: readonly (readonly [ForeignKind, RegExp])[] = [
  ['request', /^LSQ\d:/i],
  ['want', /^LSP\d:/i],
  ['document', /^LS\d:/i],
  ['offer', /^openid-credential-offer:|[?#&]credential_offer(_uri)?=/i],
  ['openid4vp', /^(openid4vp|haip-vp|mdoc-openid4vp|openid):/i],
  ['mdoc', /^mdoc:/i],
  ['dcc', /^HC1:/i],
  ['healthcard', /^(shc|shlink):\//i],
  ['barcode', /^V[CP]1-/i],
  ['ur', /^UR:[A-Z0-9-]+\//i],
  [
    'payment',
    /^(wxp:|weixin:\/\/wxpay|alipays?:|https:\/\/(qr\.alipay\.com|qr\.95516\.com|wx\.tenpay\.com)\/|(1[0-5]|2[5-9]|30|62)\d{14,22}$)/i,
  ],
  ['wechat', /^(weixin:|https?:\/\/(u\.wechat\.com|weixin\.qq\.com)\/)/i],
  // 全国统一发票: version, kind of invoice, its code and number, and so on.
  ['invoice', /^01,\d{2},\d{0,12},\d{8,20},/],
  // As a file, UBL or CII: too long for any code, but people paste it.
  ['ubl', /^<[^]*(urn:oasis:names:specification:ubl:|:CrossIndustryInvoice:)/],
  ['wifi', /^WIFI:/i],
  ['contact', /^(tel:|sms(to)?:|mailto:|MATMSG:|MECARD:|BEGIN:VCARD)/i],
  ['url', /^https?:\/\//i],
];

/** Says what a foreign code is, by its first characters; the rest is not read. */
export function foreignKind(text: string): ForeignKind {
  const start = text.slice(0, 4096).trim();
  return KINDS.find(([, pattern]) => pattern.test(start))?.[0] ?? 'other';
}
