@NullMarked
package io.berth.operator.cli;

import org.jspecify.annotations.NullMarked;
