import { describe, expect, it } from 'vitest';
import { decodeEnvelope, foreignKind, QrError } from '#core/qr/index.ts';

describe('a code of somebody else', () => {
  it.each([
    ['https://example.com/menu', 'url'],
    ['http://example.com', 'url'],
    ['https://qr.alipay.com/fkx000000', 'payment'],
    ['wxp://f2f0000', 'payment'],
    ['134567890123456789', 'payment'],
    ['281234567890123456', 'payment'],
    ['HC1:6BFOXN*TS0BI$ZD4N9', 'dcc'],
    ['shc:/56762909', 'healthcard'],
    ['haip-vp://?client_id=x', 'openid4vp'],
    ['VC1-RSJRPWCR803A3P0098', 'barcode'],
    ['VP1-B3ECQDIZAEMZKQGQK', 'barcode'],
    ['UR:BYTES/1-9/LPADASCFAD', 'ur'],
    ['weixin://wxpay/bizpayurl?pr=abc', 'payment'],
    ['https://u.wechat.com/abc', 'wechat'],
    ['weixin://dl/chat', 'wechat'],
    ['01,32,,24312000000012345678,100.00,20260101,,AB12,', 'invoice'],
    ['01,10,011002300211,12345678,88.50,20260101,12345678901234567890,AB12,', 'invoice'],
    ['01,32', 'other'],
    [
      '<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">',
      'ubl',
    ],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'other'],
    ['WIFI:T:WPA;S:desk;P:secret;;', 'wifi'],
    ['tel:+8610000000', 'contact'],
    ['SMSTO:10086:hello', 'contact'],
    ['mailto:desk@example.com', 'contact'],
    ['openid4vp://?client_id=x', 'openid4vp'],
    ['mdoc:owBjMS4w', 'mdoc'],
    ['openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fx', 'offer'],
    ['http://localhost:4173/receive#credential_offer_uri=http%3A%2F%2Fx', 'offer'],
    ['BEGIN:VCARD', 'contact'],
    ['你好', 'other'],
    ['', 'other'],
    ['LS', 'other'],
    ['LSX:ABC', 'other'],
  ])('is foreign, and known by its kind: %s', (code, kind) => {
    expect(foreignKind(code)).toBe(kind);
    let thrown: unknown;
    try {
      decodeEnvelope(`  ${code}`);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(QrError);
    expect(thrown).toMatchObject({ code: 'qr/foreign', kind });
  });

  it('is foreign however long it is', () => {
    expect(() => decodeEnvelope('x'.repeat(1_000_000))).toThrow(QrError);
  });
});
