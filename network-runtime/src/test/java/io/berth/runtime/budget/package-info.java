@NullMarked
package io.berth.runtime.budget;

import org.jspecify.annotations.NullMarked;
