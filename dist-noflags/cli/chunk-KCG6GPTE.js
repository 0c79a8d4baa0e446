import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  checkpointSizeOf,
  verifySignedStatement
} from "./chunk-5PLSURYL.js";

// src/ledger/entry/statement-check.ts
function statementFlaw({ seq, body }, author, verified) {
  if (!("statement" in body)) return void 0;
  const { statement } = body;
  if (!verifySignedStatement(statement, verified))
    return {
      reason: "the statement in the entry is not signed by whom it says",
      code: "SIGNATURE_INVALID",
      rule: "statement-signature"
    };
  const size = checkpointSizeOf(statement, verified);
  if (size === void 0)
    return {
      reason: "the checkpoint in the statement is no note of its signer",
      code: "SIGNATURE_INVALID",
      rule: "statement-checkpoint"
    };
  if (statement.by === author && size > seq)
    return {
      reason: "the checkpoint in the statement is not older than the entry",
      code: "E_LEDGER_INVALID",
      rule: "statement-younger"
    };
  return void 0;
}
function isStatementOfEntry(body, author) {
  const { peer, statement } = body;
  switch (body.type) {
    case "call":
      return statement.by === author && body.statement.statement.to === peer;
    case "intent": {
      const { from, to } = body.statement.statement;
      return statement.by === from && (from === author ? to === peer : from === peer && to === author);
    }
    case "decision":
      return statement.by === peer && body.statement.statement.to === author;
    case "result":
      return statement.by === author;
    case "receipt":
    case "acknowledgement":
      return statement.by === peer;
    case "file": {
      const { from, to } = body.statement.statement;
      const [sender, receiver] = body.direction === "sent" ? [author, peer] : [peer, author];
      return statement.by === to && from === sender && to === receiver;
    }
  }
}

export {
  statementFlaw,
  isStatementOfEntry
};
