export { isPortFree } from './loopback.ts';
export { serveApp, type AppOptions, type ServedApp } from './serve-app.ts';
export { ServeError, type ServeCode } from './serve-error.ts';
