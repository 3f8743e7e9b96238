// The Node.js runtime of Cloudkeep's functions: takes invocations from the Runtime API and calls the handler.
import http from "node:http";
import path from "node:path";
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import util from "node:util";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, where, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { host, port, method, agent, path: `/2018-06-01/runtime/${where}`, headers: { ...headers, "Content-Length": body ? Buffer.byteLength(body) : 0 } };
    const request = http.request(options, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      answer.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

function described(error) {
  if (error instanceof Error) {
    return { errorType: error.name || "Error", errorMessage: error.message, trace: (error.stack || "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const json = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const least = json ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;
let current;

// What is written by console, as one line each: an event of the log.
function logged(level, values) {
  if (levels.indexOf(level) < least) return;
  const timestamp = new Date().toISOString();
  if (!json) {
    process.stdout.write(`${timestamp}\t${current}\t${level}\t${util.format(...values)}`.replaceAll("\n", "\r") + "\n");
    return;
  }
  const record = { timestamp, level, requestId: current };
  const [first] = values;
  record.message = values.length === 1 && first !== null && typeof first === "object" && !(first instanceof Error) ? first : util.format(...values);
  const error = values.find((value) => value instanceof Error);
  if (error) Object.assign(record, { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack || "").split("\n") });
  let line;
  try {
    line = JSON.stringify(record);
  } catch {
    line = JSON.stringify({ ...record, message: util.format(...values) });
  }
  process.stdout.write(line + "\n");
}

for (const [name, level] of [["trace", "TRACE"], ["debug", "DEBUG"], ["log", "INFO"], ["info", "INFO"], ["warn", "WARN"], ["error", "ERROR"]]) {
  console[name] = (...values) => logged(level, values);
}

async function report(where, error) {
  const told = described(error);
  logged("ERROR", json && error instanceof Error ? [error] : ["Invoke Error", JSON.stringify(told)]);
  await call("POST", where, JSON.stringify(told), { "Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": told.errorType });
}

function problem(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

async function load(handler) {
  const at = handler.lastIndexOf(".");
  if (at < 0) throw problem("Runtime.MalformedHandlerName", "Bad handler");
  const [module, name] = [path.resolve(process.env.LAMBDA_TASK_ROOT, handler.slice(0, at)), handler.slice(at + 1)];
  let loaded;
  const file = [".js", ".mjs", ".cjs", ""].map((end) => module + end).find((candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile());
  if (!file) throw problem("Runtime.ImportModuleError", `Error: Cannot find module '${handler.slice(0, at)}'`);
  try {
    loaded = createRequire(file)(file);
  } catch (error) {
    if (error.code !== "ERR_REQUIRE_ESM" && error.code !== "ERR_REQUIRE_ASYNC_MODULE" && !(error instanceof SyntaxError)) throw error;
    loaded = await import(pathToFileURL(file));
  }
  const found = loaded[name] ?? loaded.default?.[name];
  if (typeof found !== "function") throw problem("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  return found;
}

function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    Object.assign(context, { done: callback, succeed: resolve, fail: reject, callbackWaitsForEmptyEventLoop: true });
    try {
      const made = handler(event, context, callback);
      if (made && typeof made.then === "function") made.then(resolve, reject);
      else if (handler.length < 3 && made !== undefined) resolve(made);
      else if (handler.length < 3) resolve(null);
    } catch (error) {
      reject(error);
    }
  });
}

let handler;
try {
  handler = await load(process.env._HANDLER);
} catch (error) {
  await report("init/error", error);
  process.exit(1);
}
for (;;) {
  const next = await call("GET", "invocation/next");
  if (next.status !== 200) process.exit(1);
  const id = next.headers["lambda-runtime-aws-request-id"];
  current = id;
  const deadline = Number(next.headers["lambda-runtime-deadline-ms"]);
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers["lambda-runtime-invoked-function-arn"],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
  try {
    const result = await invoke(handler, next.body ? JSON.parse(next.body) : {}, context);
    await call("POST", `invocation/${id}/response`, JSON.stringify(result === undefined ? null : result), { "Content-Type": "application/json" });
  } catch (error) {
    await report(`invocation/${id}/error`, error);
  }
}
