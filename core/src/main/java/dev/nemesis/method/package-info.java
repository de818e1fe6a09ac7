/** The methods, a file each, and the contract by which others can be brought. */
package dev.nemesis.method;
