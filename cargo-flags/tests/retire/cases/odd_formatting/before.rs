// retire new_checkout --keep true
#![deny(warnings)]

mod features;

use   features :: NEW_CHECKOUT ;

fn main( )
{
  if NEW_CHECKOUT . is_enabled( )
  {
    println!( "one" ) ;
      println!( "two" ) ;
  }
  else
  {
    println!( "three" ) ;
  }
  if NEW_CHECKOUT.is_enabled(){println!("four");}else{println!("five");}
  let x=if NEW_CHECKOUT.is_enabled(){1}else{2};println!("{}",x);
}
