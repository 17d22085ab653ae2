export { BUILD_FOLDER } from './build-app.ts';
export { DemoError, type DemoCode } from './demo-error.ts';
export { FREE_PORTS, USUAL_PORTS, type DemoPorts } from './ports.ts';
export {
  startDemo,
  startDemoOn,
  type ConsortiumEngine,
  type Demo,
  type DemoOptions,
} from './start-demo.ts';
