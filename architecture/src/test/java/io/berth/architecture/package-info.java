/** The rules that all modules keep, checked on their compiled classes. */
@NullMarked
package io.berth.architecture;

import org.jspecify.annotations.NullMarked;
