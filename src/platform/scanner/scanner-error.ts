import { CodedError } from '#core/errors.ts';

/**
 * Why there is no reading: `denied` by the person or the browser, `no-camera` on this device, `busy`
 * with another program, `lost` while scanning, `insecure` page (cameras need a secure context),
 * `line` of a serial scanner that cannot be opened, `no-code` in a picture, `several` where one is meant, `invoice-file` instead of a picture, `broken` decoder, `layout` of a scanner gun other than the computer's.
 */
export type ScannerCode =
  | 'scanner/denied'
  | 'scanner/no-camera'
  | 'scanner/busy'
  | 'scanner/lost'
  | 'scanner/insecure'
  | 'scanner/line'
  | 'scanner/no-code'
  | 'scanner/several'
  | 'scanner/invoice-file'
  | 'scanner/broken'
  | 'scanner/layout';

/** Refusal of the scanner. */
export class ScannerError extends CodedError<ScannerCode> {}
