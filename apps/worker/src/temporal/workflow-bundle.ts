import { join } from 'node:path';

/** Made by the build (`cli/build-bundle`), beside the compiled app. */
export const WORKFLOW_BUNDLE = join(__dirname, '../../../../workflow-bundle.js');
