@NullMarked
package io.berth.operator.runtime;

import org.jspecify.annotations.NullMarked;
