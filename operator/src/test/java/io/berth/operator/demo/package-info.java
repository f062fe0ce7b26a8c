@NullMarked
package io.berth.operator.demo;

import org.jspecify.annotations.NullMarked;
