import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  repeated
} from "./chunk-IELCMXJV.js";
import {
  readInteger
} from "./chunk-LHINULLD.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  concat,
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/files.ts
import { open, stat } from "node:fs/promises";
async function readText(context, file, maxBytes) {
  return fromUtf8(await readBytes(context, file, maxBytes));
}
function readBytes(context, file, maxBytes) {
  return file === "-" ? readStdin(context, maxBytes) : readFileWithin(context, file, maxBytes);
}
async function readStdin(context, maxBytes) {
  const { io } = context;
  if (io.stdinIsTerminal) context.note("reading from the terminal, end with ctrl-d");
  const parts = [];
  let length = 0;
  for await (const part of io.stdin) {
    length += part.length;
    if (length > maxBytes) throw tooLong("standard input", maxBytes);
    parts.push(part);
  }
  return concat(...parts);
}
async function readFileWithin(context, name, maxBytes) {
  try {
    const file = await open(context.path(name), "r");
    try {
      const parts = [];
      let length = 0;
      for await (const part of file.createReadStream({ end: maxBytes, autoClose: false })) {
        parts.push(part);
        length += part.length;
      }
      if (length > maxBytes) throw tooLong(printable(name), maxBytes);
      return concat(...parts);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, name);
  }
}
function tooLong(what, maxBytes) {
  return new TalosError("E_LIMIT", `${what} exceeds ${maxBytes} bytes`, { details: { maxBytes } });
}
async function writeText(context, name, text, replace = true) {
  await writeBytes(context, name, utf8(text), replace);
}
async function writeBytes(context, name, bytes, replace = true) {
  if (name === "-") return context.io.write(bytes);
  const { writeFileDurably } = await import("./atomic-file-G36ZV4RV.js");
  try {
    if (replace && await isDevice(context.path(name))) return await writeInto(context.path(name), [bytes]);
    writeFileDurably(context.path(name), bytes, { replace });
  } catch (error) {
    throw fileError(error, name);
  }
}
async function writeLines(context, name, lines) {
  if (name === "-") {
    for await (const line of lines) await context.io.write(line);
    return;
  }
  const { writePieces } = await import("./new-file-7ZRLDJ7V.js");
  const pieces = async function* () {
    for await (const line of lines) yield utf8(line);
  };
  try {
    if (await isDevice(context.path(name))) return await writeInto(context.path(name), pieces());
    await writePieces(context.path(name), pieces(), true);
  } catch (error) {
    throw fileError(error, name);
  }
}
async function isDevice(path) {
  try {
    const there = await stat(path);
    return !there.isFile() && !there.isDirectory();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
async function writeInto(path, pieces) {
  const file = await open(path, "w");
  try {
    for await (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
function archivesOf(context, options) {
  return repeated(options, "archive").map((name) => context.path(name));
}
function readFileVersion(value, what) {
  const version = readInteger(value, `${what}.v`);
  if (version !== 1) throw new TalosError("E_VERSION", `${what} file of version ${version}`);
}
var BY_ERRNO = {
  ENOENT: "E_NOT_FOUND",
  ENOTDIR: "E_NOT_FOUND",
  EACCES: "E_STORAGE_DENIED",
  EPERM: "E_STORAGE_DENIED",
  EROFS: "E_STORAGE_DENIED",
  EMFILE: "E_RESOURCE",
  ENFILE: "E_RESOURCE",
  ENOSPC: "E_STORAGE_FULL",
  EDQUOT: "E_STORAGE_FULL"
};
function fileError(error, name) {
  const code = error instanceof Error && "code" in error ? error.code : void 0;
  if (error instanceof TalosError || typeof code !== "string") return error;
  if (code === "EISDIR")
    return new TalosError("E_USAGE", `${printable(name)} is a folder, not a file`, { cause: error });
  const found = BY_ERRNO[code] ?? "E_STORAGE";
  const what = found === "E_NOT_FOUND" ? "there is no such file or folder" : code;
  return new TalosError(found, `${printable(name)}: ${what}`, { cause: error });
}

export {
  readText,
  readBytes,
  writeText,
  writeBytes,
  writeLines,
  archivesOf,
  readFileVersion,
  fileError
};
