import { CodedError } from '#core/errors.ts';

/** The desk said no; the code is the desk's own. */
export class DeskRefusal extends CodedError {}
