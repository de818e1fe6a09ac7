/** Errors a user can put right, with a code and one clear line each. */
package dev.nemesis.error;
