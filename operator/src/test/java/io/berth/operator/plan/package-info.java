@NullMarked
package io.berth.operator.plan;

import org.jspecify.annotations.NullMarked;
