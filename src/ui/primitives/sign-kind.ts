/** Signs differ by outline as well as by colour: circle, octagon, diamond, clock, hourglass, dashed ring. */
export type SignKind = 'pass' | 'fail' | 'unknown' | 'soon' | 'past' | 'pause' | 'skipped';
