/** The command line: what a person or a container starts. */
@NullMarked
package io.berth.operator.cli;

import org.jspecify.annotations.NullMarked;
