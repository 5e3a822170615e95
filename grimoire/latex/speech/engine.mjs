export { engineReady, setupEngine, toSpeech } from "speech-rule-engine/mjs/index.js";
