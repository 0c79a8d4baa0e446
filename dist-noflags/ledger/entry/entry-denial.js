/** What can be refused without a statement of its own: `call` counts calls beyond those recorded one by one. */
export const DENIAL_SUBJECTS = [
    'tunnel',
    'method',
    'invitation',
    'statement',
    'call',
    'chain',
    'revocation',
    'renewal',
    'message',
    'file',
    'succession',
];
