/**
 * Runs a JUnit suite on every kind of local cluster. JUnit is a provided dependency: whoever runs tests has it, nobody else
 * loads these classes.
 */
@NullMarked
package io.berth.localcluster.junit;

import org.jspecify.annotations.NullMarked;
