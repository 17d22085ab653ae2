/** Headers that close the app by default: isolation, no framing, no powers but the camera and scanners on a
 * serial line, both of which the browser asks the person about. */
import { scriptPolicy } from './csp.js';

const NONE = [
  'accelerometer',
  'browsing-topics',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'storage-access',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
] as const;

const COMMON: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': [
    'camera=(self)',
    'serial=(self)',
    ...NONE.map((power) => `${power}=()`),
  ].join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** A page carries the rest of its policy itself, with the hashes of its scripts. */
const PAGE_POLICY = "frame-ancestors 'none'";
const SCRIPT_POLICY = `${scriptPolicy()}; ${PAGE_POLICY}`;

/** Security headers for what lies at a path of the app. */
export function securityHeaders(pathname: string): Readonly<Record<string, string>> {
  const policy = /\.m?js$/.test(pathname) ? SCRIPT_POLICY : PAGE_POLICY;
  return { ...COMMON, 'Content-Security-Policy': policy };
}
