export { deliver, type Delivery } from './deliver.ts';
export { Mailbox, MAILBOX_LIMITS, type MailboxLimits } from './mailbox.ts';
export { answerMailbox, type MailboxReply } from './mailbox-http.ts';
export { serveMailbox } from './serve-mailbox.ts';
